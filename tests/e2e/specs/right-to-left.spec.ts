// An institution drops a language of its own into its folder; in one that is read from right to left the pages turn.
import { Institution } from "../institution.ts";
import { enter, places } from "../places.ts";
import { everybodyLeaves, expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../preau.ts";

const sentences = "home = الصفحة الرئيسية\nmy-spaces = مساحاتي\ndirectory = الدليل\nmenu = القائمة\n";
const looked = ["home-teacher", "class", "members", "directory"];

test("pages in a language from right to left turn around and need no scrolling sideways", async ({ visitor }) => {
  test.setTimeout(120_000);
  const school = await Institution.demo({ locales: { ar: sentences } });
  try {
    const page = await visitor({ baseURL: school.origin, locale: "ar", reducedMotion: "reduce" });
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    await expectAccessible(page);
    await signIn(page, "n.benali");
    for (const place of places.filter(({ name }) => looked.includes(name))) {
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await enter(page, place);
        await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
        await expectNoSidewaysScroll(page);
      }
      if (place.name === "home-teacher") {
        // What one says first stands on the right.
        const title = await page.getByRole("heading", { level: 1 }).boundingBox();
        expect(title && title.x + title.width).toBeGreaterThan(250);
      }
    }
    await everybodyLeaves(page);
  } finally {
    await school.close();
  }
});
