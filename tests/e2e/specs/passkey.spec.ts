import { expect, expectAccessible, password, signIn, test, withAuthenticator } from "../preau.ts";

test("who has added a passkey comes in without typing anything", async ({ visitor }) => {
  const page = await visitor();
  await withAuthenticator(page);
  await signIn(page, "t.nguyen");
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Ajouter cet appareil" }).click();
  const keys = page.getByRole("region", { name: "Clés d’accès" });
  await expect(keys.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);

  await page.context().clearCookies();
  await page.goto("/sign-in");
  // The browser may have offered the passkey by itself already; otherwise the button does.
  const enter = page.getByRole("button", { name: "Entrer avec cet appareil" });
  await enter.click({ timeout: 5_000 }).catch(() => undefined);
  await expect(page).not.toHaveURL(/\/sign-in/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Thuy");

  await page.goto("/account/security");
  await keys.getByRole("button", { name: /^Retirer/ }).click();
  await expect(keys.getByRole("listitem")).toHaveCount(0);
});

test("who changes the password is asked for it the next time", async ({ visitor }) => {
  const page = await visitor();
  await signIn(page, "m.bellini");
  const other = "lune panier violon sept";
  const change = async (from: string, to: string) => {
    await page.goto("/account/security");
    await page.getByLabel("Mot de passe actuel").fill(from);
    await page.getByLabel("Nouveau mot de passe").fill(to);
    await page.getByRole("button", { name: "Changer le mot de passe" }).click();
  };
  await change("pas celui-là", other);
  await expect(page.getByText("Ce n’est pas le mot de passe actuel.")).toBeVisible();
  await expectAccessible(page);
  await change(password, other);
  await expect(page.getByRole("status").first()).toContainText("Le mot de passe est changé");
  await page.context().clearCookies();
  await signIn(page, "m.bellini", other);
  await change(other, password);
  await expect(page.getByRole("status").first()).toContainText("Le mot de passe est changé");
});
