// The main pages, each at two widths and in two languages, some at night too, into docs/screenshots.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { DEMO_CODE, siecle } from "../institution.ts";
import { enter, places } from "../places.ts";
import { expect, test } from "../preau.ts";

const folder = fileURLToPath(new URL("../../../docs/screenshots/", import.meta.url));

const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];

test("the main pages", async ({ as, visitor, locale: language = "fr" }) => {
  test.setTimeout(600_000);
  mkdirSync(folder, { recursive: true });
  // Pictures of pages that are gone would stay for ever.
  for (const name of readdirSync(folder)) if (name.includes(`-${language}`)) rmSync(folder + name);
  for (const place of places.filter(({ shown }) => shown)) {
    const look = { reducedMotion: "reduce", locale: language, viewport: { width: 1280, height: 800 } } as const;
    const page = place.who ? await as(place.who, look) : await visitor(look);
    await enter(page, place);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    // At night in one language: colours need no translation.
    const schemes = place.shown === "both" && language === "fr" ? (["light", "dark"] as const) : (["light"] as const);
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        const name = `${place.name}-${viewport.width}-${language}${colorScheme === "dark" ? "-dark" : ""}.png`;
        await page.screenshot({ path: folder + name, animations: "disabled" });
      }
    }
    await page.context().close();
  }
});

test("what is shown before an import, and a letter", async ({ as, locale: language = "fr" }, info) => {
  const look = { reducedMotion: "reduce", locale: language, viewport: { width: 1280, height: 800 } } as const;
  const picture = async (page: Page, name: string) => {
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await page.screenshot({ path: `${folder}${name}-${viewport.width}-${language}.png`, animations: "disabled" });
    }
  };
  const head = await as("direction", look);
  await head.goto("/admin/roster");
  await head.locator("input[type=file]").setInputFiles(await siecle(300, info.outputPath("siecle"), DEMO_CODE));
  await head.locator("form[data-upload] .btn-primary").click();
  await expect(head.locator(".tally").first()).toBeVisible({ timeout: 60_000 });
  await picture(head, "roster-difference");
  await head.locator("[formaction$=cancel]").click();

  const desk = await as("secretariat", look);
  await desk.goto("/admin/letters");
  await desk.locator("label.choice", { hasText: "4e B" }).click();
  await desk.locator("#kind").selectOption("guardian");
  await desk.locator("form .btn-primary").first().click();
  await expect(desk.locator("article.sheet").first()).toBeVisible();
  await picture(desk, "letter");
});
