// What every end-to-end test starts from: the running institution, and browsers of the people in it.
//
// Every browser context that these fixtures open is watched. A request to any other host fails the test, even one that
// the content security policy blocked: a page that tries has already told the person's network where they are.
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, type BrowserContextOptions, type Page, test as base, expect } from "@playwright/test";
import { Institution } from "./institution.ts";

export { expect };

/** The people of the demo institution whose sign-in names DESIGN.md promises. */
export const people = [
  "direction",
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
  watch: (context: BrowserContext) => void;
};

type ForEachWorker = {
  institution: Institution;
  /** What the browser keeps of each person's sign-in, so that each signs in once. */
  signedIn: Map<Person, Awaited<ReturnType<BrowserContext["storageState"]>>>;
};

export const test = base.extend<ForEachTest, ForEachWorker>({
  institution: [
    // The empty pattern tells Playwright that this fixture needs no other.
    async ({}, use) => {
      const institution = await Institution.open();
      await use(institution);
      await institution.close();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  signedIn: [async ({}, use) => use(new Map()), { scope: "worker" }],

  watch: async ({ institution }, use) => {
    const faults: string[] = [];
    const ours = new URL(institution.origin);
    const look = (address: string, from: string) => {
      const url = new URL(address);
      const within = ["data:", "blob:", "about:"].includes(url.protocol);
      if (!within && url.host !== ours.host) faults.push(`${from} asked for ${address}`);
    };
    await use((context) => {
      context.on("request", (request) => look(request.url(), request.frame()?.url() ?? "a worker"));
      context.on("weberror", (error) => faults.push(`a script failed: ${error.error().message}`));
      context.on("page", (page) => page.on("websocket", (socket) => look(socket.url(), page.url())));
      context.on("console", (message) => {
        // What the policy blocks is a fault of the page, though nothing left.
        if (/content security policy/i.test(message.text())) faults.push(message.text());
      });
    });
    expect(faults, "nothing leaves, and no script fails").toEqual([]);
  },

  visitor: async ({ browser, institution, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: institution.origin, ...options });
      contexts.push(context);
      watch(context);
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
      }
      return visitor({ storageState, ...options });
    });
  },
});

/** Fills in the sign-in page as a person does, and waits until it has let them in. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("input[name=login]").fill(person);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=password]").press("Enter");
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** axe finds nothing on this page: WCAG 2.2 AA and the good habits beyond it. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const said = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((n) => n.target.join(" ")).join(", ")}`);
  expect(said, `axe on ${page.url()}`).toEqual([]);
}
