// A form from the teacher's question to two separated parents' signatures, with the keyboard where one signs.
import { expect, test } from "../preau.ts";

test("a teacher asks, each of two separated parents signs, and neither sees the other", async ({ as }) => {
  const teacher = await as("n.benali");
  await teacher.goto("/");
  await teacher.getByRole("main").getByRole("link", { name: "4e B", exact: true }).click();
  await teacher.getByRole("link", { name: "Formulaires" }).click();
  await teacher.getByRole("link", { name: "Faire signer" }).click();
  await teacher.getByLabel("De quoi s’agit-il, en une ligne").fill("Piscine au printemps");
  await teacher.getByLabel("Chaque responsable légal").check();
  await teacher.getByLabel("Question 1", { exact: true }).fill("Notre enfant sait nager");
  await teacher.getByRole("button", { name: "Envoyer" }).click();
  await expect(teacher.getByText("C’est envoyé à celles et ceux qui répondent.")).toBeVisible();
  await expect(teacher.getByRole("button", { name: "Annuler" })).toBeVisible();
  const address = new URL(teacher.url()).pathname;

  const claire = await as("claire.martin");
  await claire.goto("/");
  await claire.getByRole("link", { name: "Piscine au printemps" }).click();
  await claire.getByRole("radio", { name: "Oui" }).focus();
  await claire.keyboard.press("Space");
  await claire.keyboard.press("Tab");
  await claire.keyboard.press("Space");
  await claire.keyboard.press("Tab");
  await claire.keyboard.press("Enter");
  await expect(claire.getByText("Une autre signature est attendue")).toBeVisible();

  const paul = await as("paul.martin");
  await paul.goto(address);
  await expect(paul.getByRole("main")).not.toContainText("Claire");
  await expect(paul.getByRole("radio", { name: "Oui" })).not.toBeChecked();
  // Nothing is sent that is not signed.
  await paul.getByRole("radio", { name: "Oui" }).check();
  await paul.getByRole("button", { name: "Signer" }).click();
  await expect(paul.getByText("Signé le")).toHaveCount(0);
  await paul.getByRole("checkbox", { name: /Je soussigné/ }).check();
  await paul.getByRole("button", { name: "Signer" }).click();
  await expect(paul.getByText("Signé le")).toBeVisible();

  await teacher.goto(address);
  const lea = teacher.getByRole("listitem").filter({ hasText: "Léa Martin" });
  await expect(lea).toContainText("Répondu");
  await expect(lea).toContainText("Claire Martin");
  await expect(lea).toContainText("Paul Martin");
});

test("letters with slips fit their sheets, and print the code, the boxes and the words", async ({ as }) => {
  const page = await as("n.benali");
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "4e B", exact: true }).click();
  await page.getByRole("link", { name: "Formulaires" }).click();
  await page.getByRole("link", { name: "Oléron" }).click();
  await page.getByRole("button", { name: "Imprimer les bulletins" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("bulletins");
  const slip = page.locator(".letter-slip").first();
  await expect(slip).toContainText("Nous autorisons notre enfant");
  const cut = await page.locator(".letter-slip foreignObject > div").evaluateAll((all) => all.filter((one) => {
    const room = (one.parentElement as Element).getBoundingClientRect();
    const words = one.getBoundingClientRect();
    return words.height > room.height + 1 || words.width > room.width + 1;
  }).length);
  expect(cut, "words that do not fit their place").toBe(0);
  const sheets = await page.locator(".sheet").evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length);
  expect(sheets, "letters that do not fit their sheet").toBe(0);
});
