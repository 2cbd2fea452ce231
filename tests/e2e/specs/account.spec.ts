import { expect, expectAccessible, signIn, test } from "../preau.ts";

test("who has lost a phone signs it out from elsewhere", async ({ visitor }) => {
  const phone = await visitor({ viewport: { width: 360, height: 740 } });
  const desk = await visitor();
  await signIn(phone, "b.castel");
  await signIn(desk, "b.castel");
  await desk.goto("/account/devices");
  await desk.getByRole("button", { name: "Fermer partout ailleurs" }).click();
  const question = desk.getByRole("dialog");
  await expect(question).toBeVisible();
  await expectAccessible(desk);
  await question.getByRole("button", { name: "Fermer", exact: true }).click();
  await expect(desk.getByRole("status").first()).toContainText("Vos autres appareils sont déconnectés");
  await phone.goto("/account");
  await expect(phone).toHaveURL(/\/sign-in/);
  await desk.goto("/account");
  await expect(desk).toHaveURL(/\/account/);
});

test("a program gets a password of its own, which opens no page", async ({ visitor }) => {
  const page = await visitor();
  await signIn(page, "f.diarra");
  await page.goto("/account/app-passwords");
  await page.getByLabel("Nom du logiciel ou de l’appareil").fill("Nextcloud du bureau");
  await page.getByRole("button", { name: "Créer le mot de passe" }).click();
  const made = (await page.locator("#app-password").textContent()) ?? "";
  expect(made.length).toBeGreaterThan(15);
  await expectAccessible(page);
  await page.goto("/account/app-passwords");
  await expect(page.getByText(made)).toHaveCount(0);

  const stranger = await visitor();
  await stranger.goto("/sign-in");
  await stranger.locator("input[name=login]").fill("f.diarra");
  await stranger.locator("input[name=password]").fill(made);
  await stranger.locator("input[name=password]").press("Enter");
  await expect(stranger.getByRole("alert")).toBeVisible();

  await page.getByRole("listitem").filter({ hasText: "Nextcloud du bureau" }).getByRole("button").click();
  await expect(page.getByText("Nextcloud du bureau")).toHaveCount(0);
});

test("a person reads in another language from the next page on", async ({ as }) => {
  const page = await as("claire.martin");
  await page.goto("/account");
  await page.locator(".person-menu summary").click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).toHaveURL(/\/account$/);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "My children" })).toBeVisible();
});

test("what is kept of a person leaves with them as one file", async ({ visitor }) => {
  const page = await visitor();
  await signIn(page, "lea.martin");
  await page.goto("/account/export");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Préparer et télécharger" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.zip$/);
  expect(await file.failure()).toBeNull();
});
