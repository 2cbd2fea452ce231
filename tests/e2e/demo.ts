// Before the first test: one demo institution for all of them. It takes seconds to start, so they share it.
import { Institution } from "./institution.ts";

export default async function start(): Promise<() => Promise<void>> {
  const institution = await Institution.demo();
  process.env.PREAU_ORIGIN = institution.origin;
  process.env.PREAU_DATA = institution.data;
  return () => institution.close();
}
