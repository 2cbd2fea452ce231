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
