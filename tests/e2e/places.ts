// The main pages, each with a person who looks at it: what the pictures show, and what a walk over all pages starts from.
// A new page is a new line.
import type { Page } from "@playwright/test";
import type { Person } from "./preau.ts";

export type Place = {
  /** Used in the names of pictures and tests. */
  name: string;
  /** `null` is somebody who has not signed in. */
  who: Person | null;
  /** Leads there as a person would, by links where the address is not promised. */
  go: (page: Page) => Promise<unknown>;
};

const at = (address: string) => (page: Page) => page.goto(address);

/** From the home page by the link that bears this name. */
const byLink = (name: string) => async (page: Page) => {
  await page.goto("/");
  await page.getByRole("link", { name }).first().click();
  await page.waitForLoadState();
};

export const places: Place[] = [
  { name: "sign-in", who: null, go: at("/sign-in") },
  { name: "home-teacher", who: "n.benali", go: at("/") },
  { name: "home-guardian", who: "claire.martin", go: at("/") },
  { name: "class", who: "n.benali", go: byLink("4e B") },
  { name: "directory", who: "n.benali", go: at("/directory") },
  { name: "account", who: "lea.martin", go: at("/account") },
  { name: "administration", who: "direction", go: at("/admin") },
  { name: "transparence", who: null, go: at("/transparence") },
];
