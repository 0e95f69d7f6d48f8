// In: the package we run from. Out: its version. Promises a word for "unknown" rather than an error.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shared } from "@/server/core/shared";

export function version(): string {
  return shared("version", read);
}

function read(): string {
  try {
    const path = join(/*turbopackIgnore: true*/ process.cwd(), "package.json");
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof manifest === "object" && manifest && "version" in manifest)
      return String(manifest.version);
  } catch {
    // An image without its manifest still works.
  }
  return "unknown";
}
