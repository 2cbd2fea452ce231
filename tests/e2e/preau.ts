// What every end-to-end test starts from: the running institution, and browsers of the people in it.
//
// Every browser context that these fixtures open is watched. A request to any other host fails the test, even one that
// the content security policy blocked: a page that tries has already told the person's network where they are. So does
// an error in the console.
import { createRequire } from "node:module";
import { AxeBuilder } from "@axe-core/playwright";
import {
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
  test as base,
  expect,
} from "@playwright/test";
import type { QRCode } from "jsqr";

export { expect };

// CommonJS, with types that say otherwise.
const read = createRequire(import.meta.url)("jsqr") as (
  data: Uint8ClampedArray,
  width: number,
  height: number,
) => QRCode | null;

/** The people of the demo institution whose sign-in names DESIGN.md promises, and its secretary. */
export const people = [
  "direction",
  "secretariat",
  "n.benali",
  "j.moreau",
  "lea.martin",
  "sami.haddad",
  "claire.martin",
  "paul.martin",
  "amina.haddad",
] as const;
export type Person = (typeof people)[number];

/** The password of everyone in the demo institution. */
export const password = "preau-demo";

type ForEachTest = {
  /** A new browser context of nobody in particular, watched. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
  /** A new browser context in which this person has signed in, watched. */
  as: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** Watches a context that was made in another way; `origin` when it is of another institution than the shared one. */
  watch: (context: BrowserContext, origin?: string) => void;
};

type ForEachWorker = {
  /** The demo institution that all tests share: where it answers, and its data folder. */
  institution: { origin: string; data: string };
  /** What the browser keeps of each person's sign-in, so that each signs in once. */
  signedIn: Map<Person, Awaited<ReturnType<BrowserContext["storageState"]>>>;
};

export const test = base.extend<ForEachTest, ForEachWorker>({
  institution: [
    // The empty pattern tells Playwright that this fixture needs no other. `demo.ts` has started it.
    async ({}, use) => use({ origin: process.env.PREAU_ORIGIN ?? "", data: process.env.PREAU_DATA ?? "" }),
    { scope: "worker" },
  ],
  signedIn: [async ({}, use) => use(new Map()), { scope: "worker" }],

  watch: async ({ institution }, use) => {
    const faults: string[] = [];
    await use((context, origin = institution.origin) => {
      const ours = new URL(origin);
      const look = (address: string, from: string) => {
        const url = new URL(address);
        const within = ["data:", "blob:", "about:"].includes(url.protocol);
        if (!within && url.host !== ours.host) faults.push(`${from} asked for ${address}`);
      };
      context.on("request", (request) => look(request.url(), request.serviceWorker() ? "a worker" : request.frame().url()));
      context.on("weberror", (error) => faults.push(`a script failed: ${error.error().message}`));
      context.on("page", (page) => page.on("websocket", (socket) => look(socket.url(), page.url())));
      context.on("console", (message) => {
        // What the policy blocks is a fault of the page, though nothing left. A page that answers "not found" or
        // "not so" is none: the browser tells of it as an error too, as of a line that a test has cut.
        const answered = /the server responded with a status of 4|net::ERR_INTERNET_DISCONNECTED/.test(message.text());
        if (message.type() === "error" && !answered) faults.push(message.text());
      });
      context.on("response", (response) => {
        if (response.status() >= 500) faults.push(`${response.url()} answered ${response.status()}`);
        if (response.status() >= 400 && response.url().includes("/assets/")) faults.push(`${response.url()} is missing`);
      });
    });
    expect(faults, "nothing leaves, and nothing fails").toEqual([]);
  },

  visitor: async ({ browser, institution, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: institution.origin, ...options });
      contexts.push(context);
      watch(context, options.baseURL);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  as: async ({ visitor, signedIn }, use) => {
    await use(async (person, options = {}) => {
      let storageState = signedIn.get(person);
      if (!storageState) {
        const page = await visitor();
        await signIn(page, person);
        storageState = await page.context().storageState();
        signedIn.set(person, storageState);
        await page.context().close();
      }
      return visitor({ storageState, ...options });
    });
  },
});

/** Fills in the sign-in page as a person does, and waits until it has let them in. */
export async function signIn(page: Page, login: string, secret = password): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill(secret);
  await page.locator("input[name=password]").press("Enter");
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** What axe is asked: WCAG 2.2 AA and the good habits beyond it. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** axe finds nothing on this page as it is shown now; `only` asks it for one rule. */
export async function expectAccessible(page: Page, only?: string): Promise<void> {
  const size = page.viewportSize();
  // As tall as the page: what stands still at the bottom of a phone must not lie over what axe looks at.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size && height > size.height) await page.setViewportSize({ width: size.width, height });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const axe = new AxeBuilder({ page });
  const { violations } = await (only ? axe.withRules([only]) : axe.withTags(RULES)).analyze();
  if (size) await page.setViewportSize(size);
  const said = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 5).map((n) => n.target.join(" ")).join(", ")}`,
  );
  expect(said, `axe on ${page.url()} at ${size?.width} px`).toEqual([]);
}

/** The page is no wider than its window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, `${page.url()} has nothing to scroll sideways`).toBeLessThanOrEqual(0);
}

/** What a phone reads in a QR code, from its picture on the screen. */
export async function scanned(code: Locator): Promise<string> {
  const picture = await code.screenshot();
  const page = await code.page().context().newPage();
  const { data, width, height } = await page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(image, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
    return { data: [...data], width, height };
  }, picture.toString("base64"));
  await page.close();
  const found = read(Uint8ClampedArray.from(data), width, height);
  expect(found, "the QR code can be read").toBeTruthy();
  return found?.data ?? "";
}

/** A security key inside the browser, that says yes without asking: what a finger on a sensor would do. */
export async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Closes every window, so that none asks a program that a test then ends. */
export async function everybodyLeaves(page: Page): Promise<void> {
  for (const context of page.context().browser()?.contexts() ?? []) await context.close();
}
