// Every page, as the one who looks at it: axe in both colours on a desk and on a phone, and no scrolling sideways on the
// narrowest phone, in both languages.
import { enter, places } from "../places.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "../preau.ts";

for (const place of places) {
  test(`anybody can use the page ${place.name}`, async ({ as, visitor }) => {
    const look = { viewport: { width: 1280, height: 800 }, locale: "fr", reducedMotion: "reduce" as const };
    const page = place.who ? await as(place.who, look) : await visitor(look);
    await enter(page, place);
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await expectAccessible(page);
    // Colours are all that the other scheme changes.
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, "color-contrast");

    const address = new URL(page.url());
    address.searchParams.set("lang", "en");
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(address.href);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "light" });
    await expectAccessible(page, "color-contrast");

    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
    address.searchParams.set("lang", "fr");
    await page.goto(address.href);
    await expectNoSidewaysScroll(page);
  });
}
