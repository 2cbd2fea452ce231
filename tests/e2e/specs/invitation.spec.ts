import { expect, expectAccessible, test } from "../preau.ts";

test("a colleague joins a club by the code on the board, and leaves it again", async ({ as }) => {
  const leader = await as("n.benali");
  await leader.goto("/");
  await leader.getByRole("main").getByRole("link", { name: "Club radio", exact: true }).click();
  await leader.getByRole("link", { name: "Inviter" }).click();
  await leader.getByRole("button", { name: "Créer un code" }).click();
  const code = (await leader.locator("#code").textContent()) ?? "";
  await expectAccessible(leader);

  const guest = await as("j.moreau");
  await guest.goto("/join");
  await guest.getByLabel("Code d’invitation").fill("ABCD-EFGH-JKLM");
  await guest.getByRole("button", { name: "Continuer" }).click();
  await expect(guest.locator(".error, [role=alert]").first()).toBeVisible();
  await expectAccessible(guest);
  // As one types from a board: small letters, no dashes.
  await guest.getByLabel("Code d’invitation").fill(code.toLowerCase().replaceAll("-", " "));
  await guest.getByRole("button", { name: "Continuer" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toContainText("Club radio");
  await expectAccessible(guest);
  await guest.getByRole("button", { name: /^Entrer/ }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Club radio");

  await leader.goto(`${new URL(guest.url()).pathname}/members`);
  await leader.getByRole("button", { name: "Retirer Julien Moreau" }).click();
  await expect(leader.getByRole("status").first()).toContainText("retirée");
  expect((await guest.goto(new URL(guest.url()).pathname))?.status()).toBe(404);
});

test("somebody from outside comes by the link with nothing but a name, and is taken out again", async ({ as, visitor }) => {
  const leader = await as("n.benali");
  await leader.goto("/");
  await leader.getByRole("main").getByRole("link", { name: "Club radio", exact: true }).click();
  await leader.getByRole("link", { name: "Inviter" }).click();
  await leader.getByText("Quelqu’un de l’extérieur").click();
  await leader.getByRole("button", { name: "Créer un code" }).click();
  const link = new URL((await leader.locator("#link").textContent()) ?? "");

  const guest = await visitor();
  await guest.goto(link.pathname);
  await expectAccessible(guest);
  await guest.getByRole("link", { name: "Non, je viens de l’extérieur" }).click();
  await expectAccessible(guest);
  await guest.getByLabel("Prénom").fill("Rose");
  await guest.getByLabel("Nom", { exact: true }).fill("Delmas");
  await guest.getByText("Avec un mot de passe").click();
  await guest.getByRole("textbox", { name: "Mot de passe" }).fill("une phrase pour revenir");
  await guest.getByRole("button", { name: "Entrer", exact: true }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Club radio");
  await expect(guest.getByRole("status").first()).toContainText("rose.delmas");
  await expectAccessible(guest);

  await leader.goto(`${new URL(guest.url()).pathname}/invite`);
  await expect(leader.getByRole("heading", { name: "Venues par une invitation" })).toBeVisible();
  await expectAccessible(leader);
  await leader.getByRole("button", { name: "Retirer Rose Delmas" }).click();
  expect((await guest.goto(new URL(guest.url()).pathname))?.status()).toBe(404);
});

test("a code that opens nothing says so kindly, and what to do", async ({ visitor }) => {
  const page = await visitor();
  expect((await page.goto("/join/222222222222"))?.status()).toBe(410);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cette invitation n’ouvre rien");
  await expect(page.getByLabel("Code d’invitation")).toHaveValue("222222222222");
  await expect(page.getByRole("heading", { name: "Demander une nouvelle invitation" })).toBeVisible();
  await expectAccessible(page);
});
