"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/data/error-state";
import { ForbiddenState } from "@/components/data/forbidden-state";
import { NotFoundState } from "@/components/data/not-found-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { toFailure } from "./errors";

type QueryStateProps<T> = {
  query: UseQueryResult<T, unknown>;
  /** The subject, singular or plural as the sentence wants it: "The servers". */
  subject: string;
  /** For not-found: "server". */
  what?: string | undefined;
  back?: { href: string; label: string } | undefined;
  /** In the final shape of the content. */
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
};

/** The loading, error, forbidden and not-found states of one query; its data otherwise. */
export function QueryState<T>(props: QueryStateProps<T>) {
  const { query, subject, what, back, skeleton = <SkeletonRows />, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (!query.error) return skeleton;
  const failure = toFailure(query.error);
  if (failure.reason === "not_found") return <NotFoundState what={what} back={back} />;
  if (failure.reason === "forbidden" && failure.permission)
    return <ForbiddenState permission={failure.permission} />;
  return (
    <ErrorState
      title={`${subject} could not be loaded`}
      message={failure.message}
      requestId={failure.requestId}
      onRetry={() => void query.refetch()}
    />
  );
}
