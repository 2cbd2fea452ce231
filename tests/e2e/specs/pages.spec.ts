import { places } from "../places.ts";
import { expect, expectAccessible, test } from "../preau.ts";

for (const place of places) {
  for (const look of [
    { name: "on a narrow phone, dark, in English", viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "en" },
    { name: "on a desk, light, in French", viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "fr" },
  ] as const) {
    test(`${place.name}: ${look.name}`, async ({ as, visitor }) => {
      const { name: _, ...options } = look;
      const page = place.who ? await as(place.who, options) : await visitor(options);
      await place.go(page);
      await expect(page.locator("html")).toHaveAttribute("lang", look.locale);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, "nothing to scroll sideways").toBeLessThanOrEqual(0);
    });
  }
}
