// In: the form of a consent page. Out: where the browser continues. Promises that the request as the client made it
// decides, not the form, and that it is decided once (security: T17, T19).

import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { accountsFor } from "@/server/credentials/accounts";
import { endpointAddress } from "@/server/endpoints/queries";
import { createGrant } from "@/server/grants/mutations";
import { findStanding, listOffers, type Offer } from "@/server/grants/offers";
import { transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { endOfAccess } from "@/server/oauth/access-duration";
import { type Decider, findClient, hasDocument, nameOf } from "@/server/oauth/consent";
import { judgeConsentToken } from "@/server/oauth/consent-token";
import {
  answerInteraction,
  claimInteraction,
  findInteraction,
  type Interaction,
} from "@/server/oauth/interaction";
import { provider } from "@/server/oauth/provider";

export type Decision = {
  uid: string;
  cookie: string | null;
  /** The Origin header. */
  origin: string | null;
  decider: Decider | null;
  form: URLSearchParams;
  actor: Omit<Actor, "userId" | "userName">;
};

/**
 * Allows or denies. Returns the address to send the browser to. Throws `forbidden` for a form that is not this browser's,
 * person's or request's or was sent before, `bad_request` for a duration over the maximum, `conflict` while an account that
 * the endpoint needs is not connected.
 */
export async function decideConsent(decision: Decision): Promise<string> {
  const { uid, cookie, form } = decision;
  const decider = requireForm(decision);
  const interaction = await findInteraction(uid, cookie);
  if (interaction === "decided") throw alreadyDecided();
  if (!interaction) throw stale();
  const answer = form.get("decision");
  if (answer === "deny") {
    await claim(uid);
    return answerInteraction(uid, cookie, { denied: true });
  }
  if (answer !== "allow") throw new AppError("bad_request", "Choose Allow or Deny.");
  return allow(decision, interaction, decider);
}

function requireForm({ uid, origin, decider, form, actor }: Decision): Decider {
  if (origin !== env().publicUrl) throw stale();
  if (!decider) throw stale();
  const shown = { uid, sessionId: decider.sessionId };
  const verdict = judgeConsentToken(form.get("token") ?? "", shown, actor.now);
  if (verdict === "late") throw tooLate();
  if (verdict === "foreign") throw stale();
  return decider;
}

async function allow(
  decision: Decision,
  interaction: Interaction,
  decider: Decider,
): Promise<string> {
  const { uid, cookie, form, actor } = decision;
  const client = await findClient(interaction.clientId);
  if (!client) throw stale();
  const endpoint = await requireOffer(interaction, form.get("endpoint"), decider.id, actor.now);
  await requireAccounts(decider.id, endpoint, actor.now);
  const wish = { seconds: form.get("seconds"), until: form.get("until") };
  const expiresAt = endOfAccess(wish, endpoint.maxAccessSeconds, actor.now);
  await claim(uid);
  const resource = endpointAddress(endpoint.slug);
  const grantKey = await saveProviderGrant(interaction, decider.id, resource, expiresAt, actor.now);
  await transaction((tx) =>
    createGrant(
      tx,
      { ...actor, userId: decider.id, userName: decider.name },
      {
        id: newId(),
        clientRowId: newId(),
        grantKey,
        client: {
          clientId: client.clientId,
          kind: hasDocument(client) ? "metadata" : "registered",
          name: nameOf(client),
        },
        endpoint,
        expiresAt,
      },
    ),
  );
  return answerInteraction(uid, cookie, { grantKey, accountId: decider.id, resource });
}

/** The endpoint of the request; the form's choice counts only when the client named none. */
async function requireOffer(
  interaction: Interaction,
  chosen: string | null,
  userId: string,
  now: Date,
): Promise<Offer> {
  const offers =
    interaction.slug === null
      ? (await listOffers(userId, now)).filter(({ id }) => id === chosen)
      : [await findStanding(interaction.slug, userId, now)].flatMap((standing) =>
          standing.kind === "permitted" ? [standing.offer] : [],
        );
  const [offer] = offers;
  if (!offer) throw new AppError("forbidden", "You may not connect AI clients to this endpoint.");
  if (offer.disabled) throw new AppError("forbidden", "This endpoint is switched off.");
  return offer;
}

/** A client that is allowed finds every account it needs, whatever the page showed. */
async function requireAccounts(userId: string, endpoint: Offer, now: Date): Promise<void> {
  const accounts = await accountsFor(userId, [endpoint], now);
  const missing = accounts.filter(({ state }) => state !== "connected");
  if (missing.length === 0) return;
  const names = new Intl.ListFormat("en").format(missing.map(({ server }) => server.name));
  const message = `Connect your ${missing.length === 1 ? "account" : "accounts"} at ${names} first.`;
  throw new AppError("conflict", message, { details: { reason: "accounts" } });
}

async function saveProviderGrant(
  { clientId, scope }: Interaction,
  accountId: string,
  resource: string,
  expiresAt: Date,
  now: Date,
): Promise<string> {
  const { Grant } = await provider();
  // The provider ignores the argument of save: the life is a property (seconds).
  const expiresIn = Math.floor((expiresAt.getTime() - now.getTime()) / 1000);
  const grant = Object.assign(new Grant({ accountId, clientId }), { expiresIn });
  grant.addOIDCScope(scope);
  grant.addResourceScope(resource, scope);
  return grant.save();
}

async function claim(uid: string): Promise<void> {
  if (!(await claimInteraction(uid))) throw alreadyDecided();
}

function stale(): AppError {
  return new AppError(
    "forbidden",
    "This page is out of date or was opened elsewhere. Start again from your client.",
  );
}

function tooLate(): AppError {
  return new AppError(
    "forbidden",
    "This page has been open for more than 10 minutes. Reload it and decide again.",
    { details: { reason: "late" } },
  );
}

function alreadyDecided(): AppError {
  return new AppError("forbidden", "You have answered this request already.");
}
