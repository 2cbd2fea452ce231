// What families, a secretary and a director use works in a browser that runs no script.
import { expect, signIn, test } from "../preau.ts";
import { DEMO_CODE, siecle } from "../institution.ts";

const plain = { javaScriptEnabled: false };

test("a teacher without scripts signs in, opens a class, its members, and finds a pupil", async ({ visitor }) => {
  const page = await visitor(plain);
  await signIn(page, "n.benali");
  await page.getByRole("main").getByRole("link", { name: "4e B", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("4e B");
  await page.getByRole("main").getByRole("link", { name: "Membres", exact: true }).click();
  await expect(page.getByRole("link", { name: "Léa Martin" })).toBeVisible();
  await page.goto("/directory");
  await page.locator("#dq").fill("hadad sami");
  await page.getByRole("button", { name: "Chercher" }).click();
  await expect(page.getByRole("main").getByRole("link", { name: "Sami Haddad" })).toBeVisible();
});

test("a secretary without scripts reads a roster, sees the difference, and changes nothing", async ({ visitor }, info) => {
  const page = await visitor(plain);
  await signIn(page, "direction");
  await page.goto("/admin/roster");
  await page.locator("input[type=file]").setInputFiles(await siecle(30, info.outputPath("siecle"), DEMO_CODE));
  await page.getByRole("button", { name: "Lire les fichiers" }).click();
  const title = page.getByRole("heading", { level: 1 });
  for (let waits = 0; waits < 30 && (await title.textContent()) === "Lecture des fichiers"; waits++) {
    await page.waitForTimeout(500);
    await page.getByRole("link", { name: "Actualiser" }).click();
  }
  await expect(title).toHaveText("Relire avant d’importer");
  await expect(page.locator(".tally").first()).toContainText("30");
  await page.getByRole("button", { name: "Ne rien changer" }).click();
  await expect(page.getByRole("status").first()).toContainText("Rien n’a été changé");
});
