"use client";

import { useEffect, useState } from "react";
import type { AccessChoice } from "./access-choice";
import type { OfferedEndpoint } from "./consent-types";
import { type Choices, readChoices } from "./kept-choices";

/**
 * The endpoint and the duration as chosen so far; another endpoint begins with its own first duration. The tab keeps them,
 * so that they are the same after a sign-in elsewhere and a reload.
 */
export function useChoices(uid: string, offers: readonly OfferedEndpoint[]) {
  const [choices, setChoices] = useState<Choices>(() => firstOf(offers[0]));
  const key = `consent ${uid}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept is taken up once, when the page opens
  useEffect(() => {
    const kept = readChoices(sessionStorage.getItem(key), offers);
    if (kept) setChoices(kept);
  }, []);
  const keep = (next: Choices) => {
    setChoices(next);
    sessionStorage.setItem(key, JSON.stringify(next));
  };
  const endpoint = offers.find(({ id }) => id === choices.endpoint) ?? offers[0];
  return {
    endpoint,
    choose: (id: string) => keep(firstOf(offers.find((offer) => offer.id === id))),
    choice: choices.choice,
    setChoice: (choice: AccessChoice) => keep({ ...choices, choice }),
  };
}

function firstOf(endpoint: OfferedEndpoint | undefined): Choices {
  const choice = { kind: "seconds", seconds: endpoint?.firstDuration ?? 0 } as const;
  return { endpoint: endpoint?.id ?? "", choice };
}
