// The main pages, each at two widths and in two languages, some at night too, into docs/screenshots.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
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
