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
  await expect(page.getByRole("alert")).toContainText("n’est pas le bon");
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the sign-in page fits a 320 px wide phone", async ({ visitor }) => {
  const page = await visitor({ viewport: { width: 320, height: 640 } });
  await page.goto("/sign-in");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
});
