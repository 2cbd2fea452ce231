// Préau as an app: what a phone shows when there is no line, and what it keeps of whom.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "../preau.ts";

/** The pages that this browser keeps, by path. */
const kept = (page: Page) => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("kept-"));
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return pages.flat().map(({ url }) => new URL(url).pathname);
});

/** Signs in on a browser of its own, and waits until the home page is kept. */
async function installed(page: Page, login: string): Promise<void> {
  await signIn(page, login);
  await page.goto("/");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => kept(page)).toContain("/");
}

test("a phone can install Préau under the institution's name", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/sign-in");
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await page.request.get(address ?? "")).json();
  expect(manifest).toMatchObject({ name: "Collège Louise-Michel", short_name: "Préau", start_url: "/", display: "standalone", lang: "fr" });
  for (const { src, type, sizes } of manifest.icons) {
    const icon = await page.request.get(src);
    expect(icon.headers()["content-type"], src).toBe(type);
    if (sizes === "any") continue;
    const size = await page.evaluate(async (src) => createImageBitmap(await (await fetch(src)).blob()).then(({ width, height }) => `${width}x${height}`), src);
    expect(size).toBe(sizes);
  }
  expect(manifest.icons.map(({ purpose }: { purpose: string }) => purpose)).toContain("maskable");
});

test("without a line the home page is shown as it was, and says so; other pages say kindly that there is none", async ({ visitor }) => {
  const page = await visitor({ viewport: { width: 360, height: 740 } });
  await installed(page, "amina.haddad");
  await page.goto("/account");
  await expect(page.locator("[data-as-of]")).toHaveCount(0);
  await page.context().setOffline(true);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Amina");
  await expect(page.locator("[data-as-of]")).toBeVisible();
  await expect(page.locator("[data-as-of]")).toContainText(/Pas de réseau.*20\d\d/);
  await expectAccessible(page);
  await page.goto("/directory?q=moreau");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pas de réseau");
  await expect(page.locator("[data-opened]").first()).toBeVisible();
  await expect(page.getByText("Nothing was sent")).toBeHidden();
  await expect(page.getByRole("heading", { level: 2, name: "No network" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  // The page that was asked for opens by itself once the line is back.
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Pas de réseau");
  await expect(page).toHaveURL(/directory/);
});

test("a form sent without a line says that nothing left", async ({ visitor }) => {
  const page = await visitor();
  await installed(page, "sami.haddad");
  await page.goto("/account/app-passwords");
  await page.context().setOffline(true);
  await page.locator("input[name=name]").fill("tablette");
  await page.locator("input[name=name]").press("Enter");
  await expect(page.locator("[data-sent]").first()).toBeVisible();
  await expect(page.locator("[data-opened]").first()).toBeHidden();
});

test("who signs out of a shared phone leaves nothing on it, with or without a line", async ({ visitor }) => {
  const page = await visitor();
  await installed(page, "n.benali");
  await page.evaluate(() => (document.querySelector("form[action='/sign-out']") as HTMLFormElement).submit());
  await page.waitForURL(/sign-in/);
  await expect.poll(() => kept(page)).toEqual([]);
  await page.context().setOffline(true);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pas de réseau");
  await page.context().setOffline(false);

  await installed(page, "n.benali");
  await page.context().setOffline(true);
  await page.goto("/");
  await page.evaluate(() => (document.querySelector("form[action='/sign-out']") as HTMLFormElement).submit());
  await expect(page.locator("[data-sent]").first()).toBeVisible();
  expect(await kept(page)).toEqual([]);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pas de réseau");
});

test("the next person on the same phone ends what was kept of the one before", async ({ visitor }) => {
  const page = await visitor();
  await installed(page, "claire.martin");
  const whose = () => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("kept-")));
  const before = await whose();
  // Her session ends elsewhere, and the next one signs in over it.
  await page.context().clearCookies();
  await installed(page, "paul.martin");
  const after = await whose();
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
  await page.context().setOffline(true);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Paul");
});

test("pages of the administration are never kept", async ({ visitor }) => {
  const page = await visitor();
  await installed(page, "direction");
  for (const path of ["/admin", "/admin/people", "/account/journal"]) await page.goto(path);
  await page.goto("/");
  await expect.poll(() => kept(page)).toEqual(["/"]);
});
