// In: a consent page's request and who is signed in. Out: what the page shows. Promises that everything shown comes from
// the request the client made, never from the page's address.
import { errors, type Provider } from "oidc-provider";
import { accountsFor } from "@/server/credentials/accounts";
import type { Account } from "@/server/credentials/to-account";
import { findEndpointName, findStanding, listOffers, type Offer } from "@/server/grants/offers";
import {
  firstChoice,
  type OfferedDuration,
  offeredDurations,
} from "@/server/oauth/access-duration";
import { issueConsentToken } from "@/server/oauth/consent-token";
import { findInteraction, type Interaction } from "@/server/oauth/interaction";
import { provider } from "@/server/oauth/provider";
import { type ReturnPlace, returnPlace } from "@/server/oauth/redirect-uri";

/** Who is signed in to the portal. */
export type Decider = { id: string; name: string; email: string; sessionId: string };

type ConsentClient = {
  name: string;
  /** Host of the metadata document we read; null for a client that registered itself. */
  verifiedHost: string | null;
  returnsTo: ReturnPlace;
  /** Every address it may return to is on the person's computer: any program there may claim its name. */
  loopbackOnly: boolean;
};

type ConsentOffer = Offer & {
  durations: OfferedDuration[];
  firstDuration: number;
  /** The person's own, at every server where each has theirs. */
  accounts: Account[];
};

export type Consent =
  | { state: "unknown" }
  | { state: "decided" }
  | { state: "sign_in"; client: string; endpoint: string | null }
  | ConsentRefusal
  | {
      state: "ask";
      client: ConsentClient;
      offers: ConsentOffer[];
      choosing: boolean;
      token: string;
    };

/** Why the signed-in person cannot allow it. The token lets them answer the client all the same. */
type ConsentRefusal = { client: string; token: string } & (
  | { state: "stranger" }
  | { state: "not_permitted"; endpoint: string; project: string; askers: string[] }
  | { state: "disabled"; endpoint: string; project: string }
  | { state: "none_permitted" }
);

type Client = NonNullable<Awaited<ReturnType<Provider["Client"]["find"]>>>;

/** What the consent page shows to this browser and person now. */
export async function readConsent(
  uid: string,
  cookie: string | null,
  decider: Decider | null,
  now: Date,
): Promise<Consent> {
  const interaction = await findInteraction(uid, cookie);
  if (interaction === "decided") return { state: "decided" };
  const client = interaction && (await findClient(interaction.clientId));
  if (!interaction || !client) return { state: "unknown" };
  if (!decider) {
    const endpoint = interaction.slug ? await findEndpointName(interaction.slug) : null;
    return { state: "sign_in", client: nameOf(client), endpoint };
  }
  return forDecider(interaction, client, decider, now);
}

/** Undefined too when its metadata document cannot be read any more. */
export async function findClient(clientId: string): Promise<Client | undefined> {
  const { Client } = await provider();
  try {
    return await Client.find(clientId);
  } catch (error) {
    if (error instanceof errors.OIDCProviderError) return undefined;
    throw error;
  }
}

export function nameOf(client: Client): string {
  return client.clientName ?? client.clientId;
}

/** True for a client known by the document at its id. */
export function hasDocument(client: Client): boolean {
  return client.clientId.startsWith("https://");
}

async function forDecider(
  interaction: Interaction,
  client: Client,
  decider: Decider,
  now: Date,
): Promise<Consent> {
  const token = issueConsentToken({ uid: interaction.uid, sessionId: decider.sessionId }, now);
  const offers = await findOffers(interaction, decider.id, now);
  if ("refusal" in offers) return { ...offers.refusal, client: nameOf(client), token };
  const accounts = await accountsFor(decider.id, offers, now);
  return {
    state: "ask",
    client: describe(client, interaction.redirectUri),
    offers: offers.map((offer) => toConsentOffer(offer, accounts)),
    choosing: interaction.slug === null,
    token,
  };
}

/** At least one endpoint that may be allowed, or why there is none. */
async function findOffers(interaction: Interaction, userId: string, now: Date) {
  if (interaction.slug === null) {
    const offers = await listOffers(userId, now);
    return offers.length > 0 ? offers : { refusal: { state: "none_permitted" as const } };
  }
  const standing = await findStanding(interaction.slug, userId, now);
  if (standing.kind === "stranger") return { refusal: { state: "stranger" as const } };
  if (standing.kind === "not_permitted") {
    const { endpoint, project, askers } = standing;
    return { refusal: { state: "not_permitted" as const, endpoint, project, askers } };
  }
  const { offer } = standing;
  if (!offer.disabled) return [offer];
  return {
    refusal: { state: "disabled" as const, endpoint: offer.name, project: offer.projectName },
  };
}

function toConsentOffer(offer: Offer, accounts: readonly Account[]): ConsentOffer {
  const { id, maxAccessSeconds, defaultAccessSeconds } = offer;
  return {
    ...offer,
    accounts: accounts.filter(({ endpoints }) => endpoints.some((one) => one.id === id)),
    durations: offeredDurations(maxAccessSeconds),
    firstDuration: firstChoice(maxAccessSeconds, defaultAccessSeconds),
  };
}

function describe(client: Client, redirectUri: string): ConsentClient {
  const places = (client.redirectUris ?? []).map(returnPlace);
  return {
    name: nameOf(client),
    verifiedHost: hasDocument(client) ? new URL(client.clientId).host : null,
    returnsTo: returnPlace(redirectUri),
    loopbackOnly: places.every(({ kind }) => kind === "computer"),
  };
}
