// The keyboard alone: Tab, Shift+Tab, Enter, Space, arrows. Wherever the focus is, one sees it, and it goes the way one
// reads.
import type { Page } from "@playwright/test";
import { DEMO_CODE, siecle } from "../institution.ts";
import { expect, password, test } from "../preau.ts";

type Stop = { name: string; seen: boolean; top: number; left: number; body: boolean };

/** What has the focus now, and whether one sees that it has. */
function stop(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const it = document.activeElement as HTMLElement;
    const box = it.getBoundingClientRect();
    // The outline may be that of the whole card or choice that the link or box lies in.
    const around = [it, it.parentElement, it.parentElement?.parentElement].filter((at) => at instanceof Element);
    const shown = around.some((at) =>
      ["", "::after"].some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(at, part);
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      }),
    );
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const name = it.id || it.getAttribute("name") || it.textContent?.trim().slice(0, 40) || it.tagName;
    return { name, seen: shown && inside, top: box.top + scrollY, left: box.left, body: it === document.body };
  });
}

/** Presses `key` until `there` says that the focus has arrived; every stop on the way must be seen. */
async function walk(page: Page, there: (stop: Stop) => boolean, key = "Tab"): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press(key);
    const now = await stop(page);
    stops.push(now);
    expect(now.seen || now.body, `the focus on "${now.name}" is seen (${page.url()})`).toBe(true);
    if (there(now)) return stops;
  }
  throw new Error(`never reached; the way was ${stops.map((it) => it.name).join(" → ")}`);
}

test("signing in needs the keyboard alone", async ({ visitor }) => {
  const page = await visitor({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await page.goto("/sign-in");
  const [skip] = await walk(page, () => true);
  expect(skip?.name).toBe("Aller au contenu");
  await page.keyboard.press("Enter");
  const toLogin = await walk(page, (it) => it.name === "login");
  expect(toLogin.length, "the first field comes right after the skip link").toBe(1);
  await page.keyboard.type("n.benali");
  await walk(page, (it) => it.name === "password");
  await page.keyboard.type(password);
  // Back and forth again: nothing holds the focus.
  await walk(page, (it) => it.name === "login", "Shift+Tab");
  await walk(page, (it) => it.name === "password");
  await walk(page, (it) => it.name === "shared");
  await page.keyboard.press("Space");
  await expect(page.locator("[name=shared]")).toBeChecked();
  await page.keyboard.press("Space");
  await walk(page, (it) => it.name === "Entrer");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Nadia");

  // And out again, by the menu of the person.
  await walk(page, (it) => it.name === "Aller au contenu");
  await page.locator(".person-menu summary").focus();
  await page.keyboard.press("Enter");
  await walk(page, (it) => it.name === "Mon compte");
  await page.keyboard.press("Escape");
  await expect(page.locator(".person-menu")).not.toHaveAttribute("open");
  expect((await stop(page)).seen).toBe(true);
});

test("the order of the focus is the order in which one reads", async ({ visitor }) => {
  const page = await visitor({ viewport: { width: 1280, height: 1400 }, reducedMotion: "reduce" });
  await page.goto("/sign-in");
  const all = await page.locator("main a:visible, main button:visible, main input:visible, main summary:visible").count();
  await page.locator("main").focus();
  const stops: Stop[] = [];
  for (let at = 0; at < all; at++) stops.push(...(await walk(page, () => true)));
  for (const [at, here] of stops.entries()) {
    const before = stops[at - 1];
    if (!before) continue;
    const reads = here.top > before.top - 8 || here.left > before.left;
    expect(reads, `"${before.name}" → "${here.name}"`).toBe(true);
  }
});

test("importing a roster needs the keyboard alone", async ({ as }, info) => {
  const files = await siecle(30, info.outputPath("siecle"), DEMO_CODE);
  const page = await as("direction", { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await page.goto("/admin");
  await walk(page, (it) => it.name.startsWith("Importer des listes"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Importer des listes");
  await walk(page, (it) => it.name === "files");
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Space");
  await (await chooser).setFiles(files);
  await walk(page, (it) => it.name.startsWith("Lire les fichiers"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Relire avant d’importer", { timeout: 30_000 });
  // A part of the difference folds and unfolds under Space.
  await walk(page, (it) => /^(Nouveaux|Nouvelles|Élèves|Changent|Classes)/.test(it.name));
  const part = page.locator("details.diff:has(summary:focus)");
  const open = (await part.getAttribute("open")) !== null;
  await page.keyboard.press("Space");
  await expect(part).toHaveJSProperty("open", !open);
  await page.keyboard.press("Space");
  await walk(page, (it) => it.name.startsWith("Ne rien changer"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Importer des listes");
});
