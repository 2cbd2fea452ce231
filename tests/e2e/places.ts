// The pages, each with a person who looks at it: what the walk over all pages opens, and what the pictures show.
// A new page is a new line.
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import type { Person } from "./preau.ts";

export type Place = {
  /** Used in the names of pictures and tests. */
  name: string;
  /** `null` is somebody who has not signed in. */
  who: Person | null;
  /** Leads there as a person would, by links where the address is not promised. */
  go: (page: Page) => Promise<unknown>;
  /** In docs/screenshots: in daylight, or at night too. */
  shown?: "light" | "both";
};

const at = (address: string) => (page: Page) => page.goto(address);

/** From the home page by the link that bears this name, and then below it. */
const space = (name: string, below = "") => async (page: Page) => {
  await page.goto("/");
  const link = page.getByRole("main").getByRole("link", { name, exact: true });
  await page.goto((await link.getAttribute("href")) + below);
};

/** A post on the wall of 4e B: the one that shows a heron, or the one that asks for signatures. */
const post = (which: "heron" | "signatures", below = "") => async (page: Page) => {
  await space("4e B", "/wall")(page);
  const article = which === "heron"
    ? page.getByRole("article").filter({ has: page.getByRole("img", { name: "Un héron cendré" }) })
    : page.getByRole("article").filter({ has: page.locator("a[href$='#signatures']") });
  const link = article.first().locator("a:has(time)");
  await page.goto(((await link.getAttribute("href")) ?? "") + below);
};

/** The form of 4e B that half of the class has signed. */
const form = (below = "") => async (page: Page) => {
  await space("4e B", "/forms")(page);
  const link = page.getByRole("main").getByRole("link", { name: "Oléron" });
  await page.goto(((await link.getAttribute("href")) ?? "") + below);
};

/** The record of whom the directory finds by this name; `within` makes an address of theirs. */
const person = (name: string, within = (path: string) => path) => async (page: Page) => {
  await page.goto(`/directory?q=${encodeURIComponent(name)}`);
  const link = page.getByRole("main").getByRole("link", { name }).first();
  await page.goto(within((await link.getAttribute("href")) ?? ""));
};

/** `/p/ID` as the desk's own address of that person. */
const desk = (path: string) => path.replace("/p/", "/admin/people/");

const nobody: Place[] = [
  { name: "sign-in", who: null, go: at("/sign-in"), shown: "both" },
  { name: "letter-code", who: null, go: at("/code") },
  { name: "class-code", who: null, go: at("/class") },
  { name: "invitation-code", who: null, go: at("/join") },
  { name: "transparence", who: null, go: at("/transparence"), shown: "light" },
  { name: "accessibility", who: null, go: at("/accessibility") },
];

const head: Place[] = [
  { name: "home-head", who: "direction", go: at("/"), shown: "light" },
  { name: "administration", who: "direction", go: at("/admin"), shown: "light" },
  { name: "roster", who: "direction", go: at("/admin/roster"), shown: "light" },
  { name: "persons", who: "direction", go: at("/admin/people") },
  { name: "doubles", who: "direction", go: at("/admin/people/doubles") },
  { name: "new-person", who: "direction", go: at("/admin/people/new") },
  { name: "change-person", who: "direction", go: person("Léa Martin", desk) },
  { name: "new-guardian", who: "direction", go: person("Léa Martin", (path) => `${desk(path)}/guardians?q=Martin`) },
  { name: "spaces", who: "direction", go: at("/admin/spaces") },
  { name: "new-space", who: "direction", go: at("/admin/spaces/new") },
  { name: "settings", who: "direction", go: at("/admin/settings") },
  { name: "who-may", who: "direction", go: at("/admin/who-may") },
  { name: "year", who: "direction", go: at("/admin/year") },
  { name: "backups", who: "direction", go: at("/admin/backups") },
  { name: "health", who: "direction", go: at("/admin/health") },
  { name: "demo", who: "direction", go: at("/admin/demo") },
  { name: "journal", who: "direction", go: at("/admin/journal") },
  { name: "home-desk", who: "secretariat", go: at("/") },
  { name: "letters", who: "secretariat", go: at("/admin/letters"), shown: "light" },
  { name: "record-desk", who: "secretariat", go: person("Léa Martin") },
];

const teacher: Place[] = [
  { name: "home-teacher", who: "n.benali", go: at("/"), shown: "light" },
  { name: "class", who: "n.benali", go: space("4e B"), shown: "light" },
  { name: "wall", who: "n.benali", go: space("4e B", "/wall") },
  { name: "write", who: "n.benali", go: space("4e B", "/wall/new"), shown: "light" },
  { name: "post-leader", who: "n.benali", go: post("signatures") },
  { name: "rights", who: "n.benali", go: post("heron", "/rights") },
  { name: "homework-class", who: "n.benali", go: space("4e B", "/homework") },
  { name: "homework-new", who: "n.benali", go: space("4e B", "/homework/new") },
  { name: "forms-class", who: "n.benali", go: space("4e B", "/forms") },
  { name: "form-new", who: "n.benali", go: space("4e B", "/forms/new") },
  { name: "form-leader", who: "n.benali", go: form(), shown: "light" },
  { name: "form-slips", who: "n.benali", go: form("/slips") },
  { name: "year-book", who: "n.benali", go: space("4e B", "/wall/book") },
  { name: "calendar-class", who: "n.benali", go: space("4e B", "/calendar") },
  { name: "absences-class", who: "n.benali", go: space("4e B", "/absences") },
  { name: "members", who: "n.benali", go: space("4e B", "/members") },
  { name: "class-ways-in", who: "n.benali", go: space("4e B", "/ways-in") },
  { name: "invite", who: "n.benali", go: space("Club radio", "/invite") },
  { name: "add-member", who: "n.benali", go: space("Club radio", "/members?q=haddad") },
  { name: "space-settings", who: "n.benali", go: space("Club radio", "/settings") },
  { name: "directory", who: "n.benali", go: at("/directory?q=hadad"), shown: "light" },
  { name: "record-teacher", who: "n.benali", go: person("Sami Haddad") },
  { name: "not-found", who: "n.benali", go: at("/s/00000000-0000-7000-8000-000000000000") },
];

const families: Place[] = [
  { name: "home-pupil", who: "lea.martin", go: at("/") },
  { name: "wall-guardian", who: "claire.martin", go: space("4e B", "/wall"), shown: "light" },
  { name: "post-guardian", who: "claire.martin", go: post("heron"), shown: "light" },
  { name: "homework", who: "claire.martin", go: at("/homework"), shown: "light" },
  { name: "forms", who: "paul.martin", go: space("4e B", "/forms") },
  { name: "form-guardian", who: "paul.martin", go: form(), shown: "light" },
  { name: "calendar", who: "claire.martin", go: at("/calendar") },
  { name: "absences", who: "claire.martin", go: at("/absences") },
  { name: "appointments", who: "claire.martin", go: space("4e B", "/appointments") },
  { name: "notices", who: "claire.martin", go: at("/notices") },
  { name: "notices-wishes", who: "claire.martin", go: at("/account/notices") },
  { name: "class-pupil", who: "lea.martin", go: space("4e B") },
  { name: "members-pupil", who: "lea.martin", go: space("4e B", "/members") },
  { name: "account", who: "lea.martin", go: at("/account") },
  { name: "security", who: "lea.martin", go: at("/account/security") },
  { name: "devices", who: "lea.martin", go: at("/account/devices") },
  { name: "app-passwords", who: "lea.martin", go: at("/account/app-passwords") },
  { name: "export", who: "lea.martin", go: at("/account/export") },
  { name: "join", who: "lea.martin", go: at("/join") },
  { name: "home-guardian", who: "claire.martin", go: at("/"), shown: "both" },
  { name: "record-guardian", who: "claire.martin", go: person("Léa Martin") },
  { name: "members-guardian", who: "claire.martin", go: space("4e B", "/members") },
  { name: "who-looked", who: "claire.martin", go: at("/account/journal") },
  { name: "directory-guardian", who: "amina.haddad", go: at("/directory") },
];

export const places: Place[] = [...nobody, ...head, ...teacher, ...families];

/** Goes there, and is there: a page with one heading, and no question who one is. */
export async function enter(page: Page, place: Place): Promise<void> {
  await place.go(page);
  await expect(page.getByRole("heading", { level: 1 }), place.name).toHaveCount(1);
  if (place.name !== "sign-in") await expect(page, place.name).not.toHaveURL(/\/sign-in/);
}
