import { test } from "../preau.ts";

// The guard itself is tested: this page asks for another host, which its policy blocks, and the fixture must fail it.
test("a page that asks for another host fails, even when it was blocked", async ({ visitor }) => {
  test.fail();
  const page = await visitor();
  await page.goto("/sign-in");
  await page.evaluate(() => fetch("http://elsewhere.invalid/").catch(() => undefined));
});
