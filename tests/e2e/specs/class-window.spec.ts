// Small children: the teacher opens the class, and a tablet lets them in by three pictures or a badge.
import { expect, expectAccessible, scanned, test } from "../preau.ts";

test("a child comes in by three pictures while the class is open, and by a badge", async ({ as, visitor }) => {
  const teacher = await as("n.benali");
  await teacher.goto("/");
  await teacher.getByRole("main").getByRole("link", { name: "4e B", exact: true }).click();
  const ways = `${teacher.url()}/ways-in`;

  await teacher.goto(ways);
  const row = teacher.getByRole("row", { name: /Sami Haddad/ });
  await row.locator("summary").click();
  await row.getByRole("button", { name: "Nouvelles images" }).click();
  await expectAccessible(teacher);
  const drawn = teacher.getByRole("row", { name: /Sami Haddad/ }).getByRole("cell");
  const pictures = (await drawn.allTextContents()).map((text) => text.trim()).slice(-3);
  expect(pictures).toHaveLength(3);

  await teacher.goto(ways);
  await row.locator("summary").click();
  await row.getByRole("button", { name: "Refaire le badge" }).click();
  await expectAccessible(teacher);
  const badge = await scanned(teacher.locator(".badges svg").first());

  // A badge alone, somewhere else, opens nothing.
  const tablet = await visitor({ viewport: { width: 800, height: 1100 } });
  await tablet.goto(badge);
  await tablet.getByRole("button", { name: "Entrer" }).click();
  await expect(tablet.getByText("Le badge marche en classe")).toBeVisible();

  await teacher.goto(ways);
  await teacher.getByRole("button", { name: "Ouvrir la classe" }).click();
  await expect(teacher.getByRole("heading", { name: /La classe est ouverte/ })).toBeVisible();
  await expectAccessible(teacher);
  const door = await scanned(teacher.locator(".qr svg"));

  await tablet.goto(door);
  await expect(tablet.getByRole("heading", { level: 1 })).toHaveText("Qui es-tu ?");
  await expectAccessible(tablet);
  await tablet.getByRole("link", { name: /^.*Sami/ }).first().click();
  await expectAccessible(tablet);
  for (const picture of pictures) await tablet.getByRole("button", { name: picture, exact: true }).click();
  await expect(tablet.getByRole("heading", { level: 1 })).toContainText("Sami");
  await expect(tablet).not.toHaveURL(/\/class\//);

  await tablet.getByRole("button", { name: "Se déconnecter" }).or(tablet.locator(".person-menu summary")).first().click();
  await tablet.getByRole("button", { name: "Se déconnecter" }).click();
  await tablet.goto(badge);
  await expectAccessible(tablet);
  await tablet.getByRole("button", { name: "Entrer" }).click();
  await expect(tablet.getByRole("heading", { level: 1 })).toContainText("Sami");

  // The teacher closes the class: the tablet is nobody's again.
  await teacher.goto(ways);
  await teacher.getByRole("button", { name: "Fermer la classe" }).click();
  await expect(teacher.getByRole("heading", { name: "La classe est fermée" })).toBeVisible();
  await tablet.goto("/");
  await expect(tablet).toHaveURL(/\/sign-in/);
});
