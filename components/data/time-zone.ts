"use client";

import { createContext, use } from "react";

/** The zone the person chose on the account page; undefined follows the browser. */
export const TimeZone = createContext<string | undefined>(undefined);

export function useTimeZone(): string | undefined {
  return use(TimeZone);
}
