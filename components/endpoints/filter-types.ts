import type { FilterType } from "@/server/endpoints/schema";

/** What a filter can find, as people choose it. The examples are made up, and would be found. */
export const filterChoices: readonly { type: FilterType; label: string; example: string }[] = [
  { type: "EMAIL", label: "Email addresses", example: "jane@example.com" },
  { type: "PHONE", label: "Phone numbers (US)", example: "(415) 555-0134" },
  { type: "SSN", label: "Social Security numbers", example: "123-45-6789" },
  { type: "CREDIT_CARD", label: "Credit card numbers", example: "4242 4242 4242 4242" },
  { type: "IP", label: "IP addresses", example: "203.0.113.7, 2001:db8::1" },
];
