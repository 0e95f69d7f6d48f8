import { Banner } from "@/components/ui/banner";

/** What the server refused, as one sentence, read out when it appears. */
export function FormError({ error }: { error: string | undefined }) {
  if (!error) return null;
  return (
    <Banner tone="danger" live>
      {error}
    </Banner>
  );
}
