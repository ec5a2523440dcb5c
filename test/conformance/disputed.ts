/**
 * Labels we read differently. `what` is a part of the difference as it is printed; the reason stands here for a reviewer to judge, and
 * `npm run conformance -- corpus` prints each as disputed.
 */
export const DISPUTED: readonly { readonly what: string; readonly reason: string }[] = [];
