import { z } from "zod";

/** An e-mail address as people are known by: trimmed, in lower case. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Enter an e-mail address."));
