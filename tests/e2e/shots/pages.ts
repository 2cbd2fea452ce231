// The main pages, each at two widths, in two languages, light and dark, into docs/screenshots.
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { places } from "../places.ts";
import { expect, test } from "../preau.ts";

const folder = fileURLToPath(new URL("../../../docs/screenshots/", import.meta.url));

const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];
const languages = ["fr", "en"];
const themes = ["light", "dark"] as const;

test.beforeAll(() => {
  // Pictures of pages that are gone would stay for ever.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

for (const place of places) {
  test(place.name, async ({ as, visitor }) => {
    for (const viewport of sizes) {
      for (const language of languages) {
        for (const colorScheme of themes) {
          const look = { viewport, colorScheme, locale: language, reducedMotion: "reduce" as const };
          const page = place.who ? await as(place.who, look) : await visitor(look);
          await place.go(page);
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          await page.evaluate(() => document.fonts.ready);
          const name = `${place.name}-${viewport.width}-${language}-${colorScheme}.png`;
          await page.screenshot({ path: folder + name, animations: "disabled" });
          await page.context().close();
        }
      }
    }
  });
}
