// Next calls this once before it serves: on a hosting platform, or in development, no other door prepares the process.

export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { boot, isBootedElsewhere } = await import("@/server/boot");
  if (isBootedElsewhere()) return;
  const { setupUrl } = await boot();
  if (setupUrl && process.env["NODE_ENV"] === "development")
    process.stdout.write(`\n  Set up: ${setupUrl}\n\n`);
}
