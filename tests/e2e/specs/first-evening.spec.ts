// The evening on which a school moves in: an empty folder, a link, four screens, the files of the administration's
// software, letters, and the first parent who comes in.
import type { Page } from "@playwright/test";
import { Institution, siecle } from "../institution.ts";
import {
  everybodyLeaves,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  scanned,
  test,
  withAuthenticator,
} from "../preau.ts";

const secret = "quatre mots sans rapport";

/** From the server's link to the screen for the roster; the page is the administrator's browser then. */
async function founds(page: Page, link: string, bind: (page: Page) => Promise<void>): Promise<void> {
  await page.goto(link);
  await expectAccessible(page);
  await page.getByText("Collège", { exact: true }).click();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByLabel("Nom de l’établissement").fill("Collège des Tilleuls");
  await page.getByLabel("Code de l’établissement").fill("0750001A");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continuer" }).click();
  if (await page.getByText("Ce n’est pas un UAI").isVisible()) {
    // The export's own code need not be a real one; the screen is right to doubt it.
    await page.getByLabel("Code de l’établissement").fill("");
    await page.getByRole("button", { name: "Continuer" }).click();
  }
  await page.getByLabel("Prénom").fill("Martine");
  await page.getByLabel("Nom", { exact: true }).fill("Lopez");
  await expectAccessible(page);
  await bind(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vos élèves et leurs familles");
  await expectAccessible(page);
}

/** Drops files on the page as from a folder of the desk. */
async function drops(page: Page, files: string[]): Promise<void> {
  // A real drag from outside can't be made by a script: the files go into the field that the drop zone fills.
  await page.locator("input[type=file]").setInputFiles(files);
  await page.getByRole("button", { name: "Lire les fichiers" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Relire avant d’importer", { timeout: 60_000 });
}

test("a secretary moves a school in, and the first parent sees their child alone", async ({ visitor }, info) => {
  test.setTimeout(180_000);
  const school = await Institution.empty();
  try {
    const there = { baseURL: school.origin };
    const page = await visitor(there);
    await withAuthenticator(page);
    await founds(page, school.link, async () => {
      await page.getByText("Avec cet appareil", { exact: true }).click();
      await page.getByRole("button", { name: "Utiliser cet appareil" }).click();
    });

    await drops(page, await siecle(300, info.outputPath("siecle")));
    await expect(page.locator(".tally").first()).toContainText("300");
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("button", { name: "Importer", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Import du", { timeout: 90_000 });
    await expectAccessible(page);
    const imported = page.url();

    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Ce qu’il reste à faire" })).toBeVisible();
    await expectAccessible(page);

    // The letters of one class are enough to see one used.
    await page.goto("/admin/letters");
    await page.locator("label.choice").nth(2).click();
    await page.getByLabel("Parmi eux").selectOption("guardian");
    await page.getByRole("button", { name: "Faire les lettres" }).click();
    const letter = page.locator("article.sheet").first();
    await expect(letter).toBeVisible();
    await expectAccessible(page);
    await page.emulateMedia({ media: "print" });
    await expect(page.locator(".print-bar")).toBeHidden();
    await page.emulateMedia({ media: null });
    const child = ((await letter.getByRole("heading").textContent()) ?? "").replace(/^.*classe de /, "");
    expect(child).not.toBe("");
    const address = await scanned(letter.locator("svg").first());
    expect(address).toContain(school.origin);

    const parent = await visitor(there);
    await parent.goto(address);
    await expectAccessible(parent);
    await parent.getByRole("button", { name: "Continuer" }).click();
    await expectAccessible(parent);
    await parent.getByText("Avec un mot de passe", { exact: true }).click();
    await parent.locator("#password").fill(secret);
    await parent.getByRole("button", { name: "Choisir ce mot de passe" }).click();
    await expect(parent.getByRole("heading", { name: "Mes enfants" })).toBeVisible();
    const cards = parent.getByRole("region", { name: "Mes enfants" }).getByRole("link");
    await expect(cards).toHaveText(child.split(", "));
    await expectAccessible(parent);

    // Whoever finds the letter afterwards gets nowhere with it.
    const finder = await visitor(there);
    await finder.goto(address);
    await finder.getByRole("button", { name: "Continuer" }).click();
    await expect(finder.getByText("Ce code ne marche pas, ou ne marche plus")).toBeVisible();
    await expectAccessible(finder);

    // Another family's child can't even be found.
    await page.goto("/admin/people?kind=learner");
    const names = await page.locator(".list a[href^='/p/']").all();
    let foreign = "";
    for (const name of names) {
      if (!child.includes((await name.textContent()) ?? "")) foreign = (await name.getAttribute("href")) ?? "";
    }
    expect(foreign).not.toBe("");
    expect((await parent.goto(foreign))?.status()).toBe(404);

    await page.goto(imported);
    await page.getByRole("button", { name: "Annuler cet import" }).click();
    await expect(page.getByRole("status").first()).toContainText("L’import est annulé", { timeout: 60_000 });
    await everybodyLeaves(page);
  } finally {
    await school.close();
  }
});

test("an administrator without a passkey sets a password, and may look at invented people first", async ({ visitor }) => {
  test.setTimeout(120_000);
  const school = await Institution.empty();
  try {
    const page = await visitor({ baseURL: school.origin });
    await founds(page, school.link, async () => {
      await page.getByText("Avec un mot de passe", { exact: true }).click();
      await page.locator("#password").fill(secret);
      await page.getByRole("button", { name: "Continuer" }).click();
    });
    await page.getByRole("button", { name: "Ouvrir l’école de démonstration" }).click();
    await expect(page.getByRole("heading", { name: "Ce qu’il reste à faire" })).toBeVisible({ timeout: 60_000 });

    // The link is used up.
    const stranger = await visitor({ baseURL: school.origin });
    await stranger.goto(school.link);
    await expect(stranger.getByLabel("Nom de l’établissement")).toHaveCount(0);
    await expect(stranger.getByText("Bienvenue. Où sommes-nous ?")).toHaveCount(0);
    await everybodyLeaves(page);
  } finally {
    await school.close();
  }
});
