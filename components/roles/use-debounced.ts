"use client";

import { useEffect, useState } from "react";

/** The value as it was when it last rested for `ms`. `key` says when two values are the same. */
export function useDebounced<T>(value: T, key: string, ms = 250): T {
  const [rested, setRested] = useState({ value, key });
  useEffect(() => {
    if (rested.key === key) return;
    const timer = setTimeout(() => setRested({ value, key }), ms);
    return () => clearTimeout(timer);
  }, [value, key, ms, rested.key]);
  return rested.value;
}
