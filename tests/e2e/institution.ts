// The real program, on a port and in a folder of its own.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** How long the program may take until it prints its address. A debug build hashes 800 passwords slowly. */
const STARTS_WITHIN = 60_000;
const ENDS_WITHIN = 10_000;

/** What it prints: the demo its address, an empty institution the link of its first run. */
const SAYS = {
  demo: /http:\/\/localhost:[1-9]\d*/,
  serve: /http:\/\/localhost:[1-9]\d*\/setup\/[\w-]+/,
};

type Options = {
  /** Languages that lie in the data folder's `locales` before the start: `{ ar: "…Fluent…" }`. */
  locales?: Record<string, string>;
};

export class Institution {
  private constructor(
    /** Where it answers, such as `http://localhost:40123`: a name, because passkeys want one. */
    readonly origin: string,
    /** The link of the first run; the demo's is its first page. */
    readonly link: string,
    /** Its data folder, for commands that take `--data`. */
    readonly data: string,
    private readonly room: string,
    private readonly program: ChildProcess,
  ) {}

  /** Collège Louise-Michel, with its people. */
  static demo(options: Options = {}): Promise<Institution> {
    return Institution.open("demo", options);
  }

  /** A folder with nothing in it, as on the first evening. */
  static empty(): Promise<Institution> {
    return Institution.open("serve", {});
  }

  private static async open(command: "demo" | "serve", { locales = {} }: Options): Promise<Institution> {
    const room = await mkdtemp(join(tmpdir(), "preau-e2e-"));
    const data = join(room, "data");
    for (const [language, sentences] of Object.entries(locales)) {
      await mkdir(join(data, "locales"), { recursive: true });
      await writeFile(join(data, "locales", `${language}.ftl`), sentences);
    }
    const program = spawn(binary(), [command, "--listen", "127.0.0.1:0", "--data", data], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      const link = await said(program, SAYS[command]);
      return new Institution(new URL(link).origin, link, data, room, program);
    } catch (error) {
      await end(program);
      await rm(room, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await end(this.program);
    await rm(this.room, { recursive: true, force: true });
  }
}

/** The demo institution's code: files of another school are refused there. */
export const DEMO_CODE = "0009999U";

/** The files of a SIECLE export of invented pupils, as the load program writes them; of the school with this code. */
export async function siecle(pupils: number, folder: string, code?: string): Promise<string[]> {
  await promisify(execFile)(join(dirname(binary()), "preau-bench"), ["roster", "--pupils", `${pupils}`, "--to", folder]);
  const files = (await readdir(folder)).map((name) => join(folder, name));
  for (const file of code ? files : []) {
    const text = await readFile(file, "latin1");
    await writeFile(file, text.replace(/<UAJ>\w+</, `<UAJ>${code}<`), "latin1");
  }
  return files;
}

function binary(): string {
  const path = process.env.PREAU_BIN;
  if (!path) throw new Error("PREAU_BIN must name the program: run the tests with `cargo xtask test`");
  return path;
}

function said(program: ChildProcess, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = "";
    const fail = (why: string) => reject(new Error(`preau ${why}; it said:\n${all}`));
    const timer = setTimeout(() => fail(`did not print what it should within ${STARTS_WITHIN} ms`), STARTS_WITHIN);
    // Listens on after the address: a full pipe would stop the program.
    const listen = (chunk: Buffer) => {
      all = (all + chunk.toString()).slice(-20_000);
      const found = words.exec(all);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    program.stdout?.on("data", listen);
    program.stderr?.on("data", listen);
    program.on("error", (error) => fail(`did not start: ${error.message}`));
    program.on("exit", (code, signal) => {
      clearTimeout(timer);
      fail(`ended (${code ?? signal})`);
    });
  });
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
  program.kill("SIGTERM");
  const timer = setTimeout(() => program.kill("SIGKILL"), ENDS_WITHIN);
  await ended;
  clearTimeout(timer);
}
