import { z } from "zod";
import { HeaderName, HeaderValue } from "@/server/credentials/schema";

export const maxDestinations = 10;

/** Hours for which a replaced signing secret still signs, beside the new one. */
export const secretOverlapHours = 24;

export const DestinationKind = z.enum(["otlp", "webhook"]);
export type DestinationKind = z.infer<typeof DestinationKind>;

export const ForwardedOutcomes = z.enum(["all", "not_ok"]);
export type ForwardedOutcomes = z.infer<typeof ForwardedOutcomes>;

const Name = z
  .string()
  .trim()
  .min(1, "Give the destination a name.")
  .max(60, "At most 60 characters.")
  .regex(/^\P{Cc}*$/u, "Leave out line breaks and control characters.");

/** People paste addresses with spaces around them, and type hosts without a scheme. */
const Url = z
  .string()
  .trim()
  .min(1, "Enter the address of the receiver.")
  .max(2048, "An address has at most 2,048 characters.")
  .transform((text) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`))
  .refine(
    (text) => URL.canParse(text),
    "This is not a full address, like https://collector.example.com/v1/logs.",
  )
  .refine((text) => /^https?:/i.test(text), "The address must begin with https://.");

// The signature is ours, and nothing else may pass for it.
const Header = z.strictObject({
  name: HeaderName.refine((name) => !/^webhook-/i.test(name), "This header carries our signature."),
  value: HeaderValue,
});

const Headers = z
  .array(Header)
  .max(10, "At most 10 headers.")
  .refine(
    (headers) => new Set(headers.map(({ name }) => name.toLowerCase())).size === headers.length,
    "Name each header once.",
  );

const Draft = {
  name: Name,
  url: Url,
  outcomes: ForwardedOutcomes,
  /** Whether what calls sent and received goes along. */
  payloads: z.boolean(),
};

export const CreateDestination = z.object({
  ...Draft,
  kind: DestinationKind,
  headers: Headers,
  /** The calls from now on, or all that are kept. */
  from: z.enum(["now", "beginning"]),
});
export type CreateDestination = z.infer<typeof CreateDestination>;

export const DestinationRef = z.object({ destination: z.uuid() });
export type DestinationRef = z.infer<typeof DestinationRef>;

export const UpdateDestination = DestinationRef.extend({
  ...Draft,
  /** Left out, those that are stored stay, as long as the address keeps its host. */
  headers: Headers.optional(),
});
export type UpdateDestination = z.infer<typeof UpdateDestination>;

export const ToggleDestination = DestinationRef.extend({ enabled: z.boolean() });
export type ToggleDestination = z.infer<typeof ToggleDestination>;

/** Where a destination stands, in the order in which one cause hides another. */
export type ForwardingState =
  | "paused"
  | "refused"
  | "failing"
  | "behind"
  | "up_to_date"
  | "waiting";

/** Whether stored headers may go to the new address as well: the same origin, by the letter (security: T84). */
export function keepsHost(before: string, after: string): boolean {
  const [from, to] = [URL.parse(before), URL.parse(after)];
  return from !== null && to !== null && from.origin === to.origin;
}
