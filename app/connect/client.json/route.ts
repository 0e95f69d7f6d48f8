import { serveClientDocument } from "@/server/credentials/client-document";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return serveClientDocument();
}
