import { createHmac } from "node:crypto";

// Standard Webhooks 1.0.0: what is signed is the id, the time in seconds and the body, joined with dots; a receiver
// recomputes it with the secret it was given and refuses what is older than some minutes.

export type Signed = { id: string; seconds: number; body: string };

/** The headers of a delivery. Several secrets sign during a rotation, the newest first. */
export function signatureHeaders(
  { id, seconds, body }: Signed,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const mac = createHmac("sha256", key).update(`${id}.${seconds}.${body}`, "utf8");
    return `v1,${mac.digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": signatures.join(" "),
  };
}
