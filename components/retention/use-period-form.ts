"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Period } from "@/server/retention/schema";
import { consequenceWords, type Retention } from "./retention-words";

type Asked = { period: Period; words: string[] };

/** The period as a form: what it would drop is asked about before it is set. */
export function usePeriodForm(retention: Retention) {
  const { retention: procedures } = useTRPC();
  const project = useProjectSlug();
  const queryClient = useQueryClient();
  const { keepDays, keepPayloadDays } = retention;
  const form = useForm<Period>({
    resolver: zodResolver(Period),
    values: { keepDays, keepPayloadDays },
  });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [failed, setFailed] = useState<string>();
  const update = useMutation(
    procedures.update.mutationOptions({
      onSuccess: () => toast.success("Retention saved"),
      onSettled: () => queryClient.invalidateQueries(procedures.pathFilter()),
    }),
  );
  const save = (period: Period) => update.mutateAsync({ project, ...period });
  const ask = async (period: Period) => {
    setFailed(undefined);
    try {
      const options = procedures.preview.queryOptions({ project, ...period });
      const words = consequenceWords(
        await queryClient.fetchQuery({ ...options, staleTime: 0 }),
        retention,
      );
      if (words.length > 0) return setAsked({ period, words });
      await save(period);
    } catch (error) {
      setFailed(messageOf(error));
    }
  };
  return {
    form,
    submit: form.handleSubmit(ask),
    pending: form.formState.isSubmitting || update.isPending,
    error: failed,
    asked,
    forget: () => setAsked(null),
    save,
  };
}
