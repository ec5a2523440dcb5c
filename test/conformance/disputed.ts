/**
 * Labels we read differently. `what` is a part of the difference as it is printed; the reason stands here for a reviewer to judge, and
 * `npm run conformance -- corpus` prints each as disputed.
 */
export const DISPUTED: readonly { readonly what: string; readonly reason: string }[] = [
  {
    what: "testdata__start_api__swagger-template.yaml GET /get: lacks",
    reason: "the API has a DefinitionBody without this path and no MergeDefinitions, so SAM makes no such route; its own translator's output has none either",
  },
  {
    what: "testdata__start_api__swagger-template.yaml GET /{proxy+}: lacks",
    reason: "as above: the event's path is not in the DefinitionBody, so the route does not exist",
  },
  {
    what: "aws-serverless-shopping-cart__backend__shoppingcart-service.yaml GET /cart/{product_id}/total: must not be flagged",
    reason: "the label counts on the helper that the other five handlers take their headers from; get_cart_total.py does not use it and returns statusCode and body alone",
  },
];
