"use client";

import { useState } from "react";
import type { AccessChoice } from "./access-choice";
import type { OfferedEndpoint } from "./consent-types";

/** The endpoint and the duration as chosen so far; another endpoint begins with its own first duration. */
export function useChoices(offers: readonly OfferedEndpoint[]) {
  const [chosen, setChosen] = useState(offers[0]?.id);
  const endpoint = offers.find(({ id }) => id === chosen) ?? offers[0];
  const [choice, setChoice] = useState<AccessChoice>(firstChoice(endpoint));
  const choose = (id: string) => {
    setChosen(id);
    setChoice(firstChoice(offers.find((offer) => offer.id === id)));
  };
  return { endpoint, choose, choice, setChoice };
}

function firstChoice(endpoint: OfferedEndpoint | undefined): AccessChoice {
  return { kind: "seconds", seconds: endpoint?.firstDuration ?? 0 };
}
