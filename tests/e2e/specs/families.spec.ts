// Léa's parents live apart. Each of them follows their daughter; neither learns anything of the other.
import { expect, test } from "../preau.ts";

const parents = [
  { who: "claire.martin", other: "Paul Martin" },
  { who: "paul.martin", other: "Claire Martin" },
] as const;

for (const { who, other } of parents) {
  test(`${who} follows Léa, and learns nothing of the other parent`, async ({ as }) => {
    const page = await as(who);
    await page.goto("/");
    const children = page.getByRole("region", { name: "Mes enfants" });
    await expect(children.getByRole("link", { name: "Léa Martin" })).toBeVisible();
    await children.getByRole("link", { name: "Léa Martin" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Léa Martin");
    const pages = [page.url(), "/", "/account", "/account/journal"];
    await page.goto("/");
    pages.push((await page.getByRole("main").getByRole("link", { name: "4e B", exact: true }).getAttribute("href")) ?? "");
    pages.push(`${pages.at(-1)}/members`);
    for (const address of pages) {
      await page.goto(address);
      const reach = await page.content();
      // The name of the other parent may stand in the child's record, as in the school's own; how to reach them never.
      const around = page.getByRole("listitem").filter({ hasText: other });
      for (const line of await around.all()) {
        expect(await line.textContent(), address).not.toMatch(/@|0[1-9]( ?\d\d){4}|rue|avenue/);
        await expect(line.getByRole("link", { name: other }), address).toHaveCount(0);
      }
      expect(reach, address).not.toContain(`${other.split(" ")[0]?.toLowerCase()}.martin@`);
    }
    await page.goto(`/directory?q=${encodeURIComponent(other)}`);
    await expect(page.getByRole("main").getByRole("link", { name: other })).toHaveCount(0);
  });
}

test("a parent sees who opened their child's record", async ({ as }) => {
  const teacher = await as("n.benali");
  await teacher.goto("/directory?q=Sami Haddad");
  await teacher.getByRole("main").getByRole("link", { name: "Sami Haddad" }).click();
  await expect(teacher.getByRole("heading", { level: 1 })).toHaveText("Sami Haddad");
  const mother = await as("amina.haddad");
  await mother.goto("/account/journal");
  const child = mother.getByRole("navigation", { name: "De qui" }).getByRole("link", { name: /Sami/ });
  await child.click();
  await expect(mother.locator(".timeline")).toContainText("Nadia Benali");
});
