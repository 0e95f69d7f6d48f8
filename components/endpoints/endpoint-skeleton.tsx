import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

export function EndpointSkeleton() {
  return (
    <>
      <Skeleton className="h-7 w-56" />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,28rem)_minmax(0,1fr)]">
        <div className="grid content-start gap-6">
          <Skeleton className="h-64 rounded-xl" />
          <Skeleton className="h-72 rounded-xl" />
        </div>
        <SkeletonRows rows={10} label="Loading the endpoint" />
      </div>
    </>
  );
}
