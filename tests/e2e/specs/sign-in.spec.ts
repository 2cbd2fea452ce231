import { expect, expectAccessible, password, people, test } from "../preau.ts";

test("everyone in the demo institution can sign in", async ({ as }) => {
  for (const person of people) {
    const page = await as(person);
    const answer = await page.goto("/");
    expect(answer?.status(), person).toBe(200);
    await expect(page, person).not.toHaveURL(/\/sign-in/);
    await page.context().close();
  }
});

test("who is not signed in is asked to", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expectAccessible(page);
});

test("a browser that prefers English gets English", async ({ visitor }) => {
  const page = await visitor({ locale: "en-GB" });
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expectAccessible(page);
});

test("a wrong password lets nobody in and says so", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/sign-in");
  await page.locator("input[name=login]").fill("direction");
  await page.locator("input[name=password]").fill(`${password}!`);
  await page.locator("input[name=password]").press("Enter");
  await expect(page.locator("[role=alert]")).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("signing in works without JavaScript and with the keyboard alone", async ({ visitor }) => {
  const page = await visitor({ javaScriptEnabled: false });
  await page.goto("/sign-in");
  await page.locator("input[name=login]").focus();
  await page.keyboard.type("n.benali");
  // Between the two fields there may be a link or a button, never more than a few.
  for (let presses = 0; presses < 4; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.locator(":focus").getAttribute("name")) === "password") break;
  }
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/\/sign-in/);
});

test("the sign-in page fits a 320 px wide phone", async ({ visitor }) => {
  const page = await visitor({ viewport: { width: 320, height: 640 } });
  await page.goto("/sign-in");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
});
