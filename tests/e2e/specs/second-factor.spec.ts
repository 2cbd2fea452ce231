import { createHmac } from "node:crypto";
import { expect, expectAccessible, password, scanned, test } from "../preau.ts";

/** The code that a phone shows now (RFC 6238: SHA-1, 30 s, six digits). */
function code(seed: string): string {
  const bits = [...seed.replace(/[\s=]/g, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a phone's code is asked for after the password, and a code on paper replaces it", async ({ visitor }) => {
  const page = await visitor();
  const knock = async () => {
    await page.goto("/sign-in");
    await page.locator("input[name=login]").fill("s.roche");
    await page.locator("input[name=password]").fill(password);
    await page.locator("input[name=password]").press("Enter");
  };
  await knock();
  await expect(page).not.toHaveURL(/\/sign-in/);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Mettre en place" }).click();
  await expectAccessible(page);
  const address = new URL(await scanned(page.locator(".qr svg")));
  expect(address.protocol).toBe("otpauth:");
  await page.locator("#code").fill("000000");
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByText("Ce code n’est pas le bon")).toBeVisible();
  const seed = address.searchParams.get("secret") ?? "";
  await page.locator("#code").fill(code(seed));
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vos codes de secours");
  await expectAccessible(page);
  const paper = (await page.locator("#recovery .code").first().textContent()) ?? "";

  await page.context().clearCookies();
  await knock();
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await expectAccessible(page);
  await page.locator("#code").fill(paper);
  await page.getByRole("button", { name: "Entrer" }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);

  await page.goto("/account/security");
  await page.getByRole("button", { name: "Ne plus demander de code" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retirer" }).click();
  await expect(page.getByRole("button", { name: "Mettre en place" })).toBeVisible();
});
