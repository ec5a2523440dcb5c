import type { Rule } from "../src/linter/index.ts";
import anyOriginWithCredentials from "./credentials/any-origin-with-credentials.ts";
import broadAllowHeaders from "./credentials/broad-allow-headers.ts";
import broadAllowMethods from "./credentials/broad-allow-methods.ts";
import ineffectiveMaxAge from "./credentials/ineffective-max-age.ts";
import reflectedOrigin from "./credentials/reflected-origin.ts";
import wildcardListWithCredentials from "./credentials/wildcard-list-with-credentials.ts";
import wildcardOriginOnAuthenticatedApi from "./credentials/wildcard-origin-on-authenticated-api.ts";
import wildcardOriginWithCredentials from "./credentials/wildcard-origin-with-credentials.ts";
import corsRegression from "./deployment/cors-regression.ts";
import incompleteDeploymentDependencies from "./deployment/incomplete-deployment-dependencies.ts";
import missingDeployment from "./deployment/missing-deployment.ts";
import resourceOutsideSamDeployment from "./deployment/resource-outside-sam-deployment.ts";
import staleDeployment from "./deployment/stale-deployment.ts";
import cloudfrontOptionsNotAllowed from "./edge/cloudfront-options-not-allowed.ts";
import cloudfrontOriginNotForwarded from "./edge/cloudfront-origin-not-forwarded.ts";
import cloudfrontOriginNotInCacheKey from "./edge/cloudfront-origin-not-in-cache-key.ts";
import conflictingCloudfrontCorsPolicy from "./edge/conflicting-cloudfront-cors-policy.ts";
import invalidCloudfrontCorsPolicy from "./edge/invalid-cloudfront-cors-policy.ts";
import invalidS3Cors from "./edge/invalid-s3-cors.ts";
import { handlerRules } from "./handlers/index.ts";
import corsLimitExceeded from "./mappings/cors-limit-exceeded.ts";
import invalidCredentialsValue from "./mappings/invalid-credentials-value.ts";
import invalidMappingKey from "./mappings/invalid-mapping-key.ts";
import invalidMethodToken from "./mappings/invalid-method-token.ts";
import joinedListValue from "./mappings/joined-list-value.ts";
import malformedGatewayResponse from "./mappings/malformed-gateway-response.ts";
import overquotedHeaderValue from "./mappings/overquoted-header-value.ts";
import responseHeaderInAllowHeaders from "./mappings/response-header-in-allow-headers.ts";
import undeclaredResponseHeader from "./mappings/undeclared-response-header.ts";
import unknownCorsProperty from "./mappings/unknown-cors-property.ts";
import unmappedResponseHeader from "./mappings/unmapped-response-header.ts";
import unquotedHeaderValue from "./mappings/unquoted-header-value.ts";
import internalError from "./net/internal-error.ts";
import parseError from "./net/parse-error.ts";
import requestBlocked from "./net/request-blocked.ts";
import samTransformError from "./net/sam-transform-error.ts";
import unusedSuppression from "./net/unused-suppression.ts";
import developmentOriginInProduction from "./origins/development-origin-in-production.ts";
import insecureOrigin from "./origins/insecure-origin.ts";
import malformedOrigin from "./origins/malformed-origin.ts";
import multipleOriginsInHeader from "./origins/multiple-origins-in-header.ts";
import nullOrigin from "./origins/null-origin.ts";
import originsSharedByStages from "./origins/origins-shared-by-stages.ts";
import portlessLocalhostOrigin from "./origins/portless-localhost-origin.ts";
import trailingSlashOrigin from "./origins/trailing-slash-origin.ts";
import undeclaredFrontendOrigin from "./origins/undeclared-frontend-origin.ts";
import unsupportedOriginWildcard from "./origins/unsupported-origin-wildcard.ts";
import apiKeyOnPreflight from "./preflight/api-key-on-preflight.ts";
import authorizerOnPreflight from "./preflight/authorizer-on-preflight.ts";
import binaryMediaTypeBreaksMock from "./preflight/binary-media-type-breaks-mock.ts";
import brokenMockIntegration from "./preflight/broken-mock-integration.ts";
import missingAllowHeader from "./preflight/missing-allow-header.ts";
import missingAllowMethod from "./preflight/missing-allow-method.ts";
import missingCorsConfiguration from "./preflight/missing-cors-configuration.ts";
import missingOptionsMethod from "./preflight/missing-options-method.ts";
import missingPreflightHeader from "./preflight/missing-preflight-header.ts";
import preflightDeniedByResourcePolicy from "./preflight/preflight-denied-by-resource-policy.ts";
import preflightWithoutInvokePermission from "./preflight/preflight-without-invoke-permission.ts";
import requestValidationOnPreflight from "./preflight/request-validation-on-preflight.ts";
import unhandledPreflight from "./preflight/unhandled-preflight.ts";
import wildcardAllowHeadersWithAuthorization from "./preflight/wildcard-allow-headers-with-authorization.ts";
import cookieWithoutCredentials from "./responses/cookie-without-credentials.ts";
import credentialsMismatch from "./responses/credentials-mismatch.ts";
import duplicateAllowOrigin from "./responses/duplicate-allow-origin.ts";
import ignoredHandlerHeaders from "./responses/ignored-handler-headers.ts";
import missingAllowOriginOnError from "./responses/missing-allow-origin-on-error.ts";
import missingAllowOrigin from "./responses/missing-allow-origin.ts";
import missingGatewayResponseHeaders from "./responses/missing-gateway-response-headers.ts";
import missingVaryOrigin from "./responses/missing-vary-origin.ts";
import originMismatch from "./responses/origin-mismatch.ts";
import shadowedGatewayResponse from "./responses/shadowed-gateway-response.ts";
import unexposedResponseHeader from "./responses/unexposed-response-header.ts";

/** Every rule, grouped as in the catalogue; the net comes last, as it speaks only where the others are silent. */
export const allRules: readonly Rule[] = [
  // Preflight
  apiKeyOnPreflight,
  authorizerOnPreflight,
  binaryMediaTypeBreaksMock,
  brokenMockIntegration,
  missingAllowHeader,
  missingAllowMethod,
  missingCorsConfiguration,
  missingOptionsMethod,
  missingPreflightHeader,
  preflightDeniedByResourcePolicy,
  preflightWithoutInvokePermission,
  requestValidationOnPreflight,
  unhandledPreflight,
  wildcardAllowHeadersWithAuthorization,
  // Mappings
  corsLimitExceeded,
  invalidCredentialsValue,
  invalidMappingKey,
  invalidMethodToken,
  joinedListValue,
  malformedGatewayResponse,
  overquotedHeaderValue,
  responseHeaderInAllowHeaders,
  undeclaredResponseHeader,
  unknownCorsProperty,
  unmappedResponseHeader,
  unquotedHeaderValue,
  // Responses
  cookieWithoutCredentials,
  credentialsMismatch,
  duplicateAllowOrigin,
  ignoredHandlerHeaders,
  missingAllowOrigin,
  missingAllowOriginOnError,
  missingGatewayResponseHeaders,
  missingVaryOrigin,
  originMismatch,
  shadowedGatewayResponse,
  unexposedResponseHeader,
  // Origins
  developmentOriginInProduction,
  insecureOrigin,
  malformedOrigin,
  multipleOriginsInHeader,
  nullOrigin,
  originsSharedByStages,
  portlessLocalhostOrigin,
  trailingSlashOrigin,
  undeclaredFrontendOrigin,
  unsupportedOriginWildcard,
  // Credentials
  anyOriginWithCredentials,
  broadAllowHeaders,
  broadAllowMethods,
  ineffectiveMaxAge,
  reflectedOrigin,
  wildcardListWithCredentials,
  wildcardOriginOnAuthenticatedApi,
  wildcardOriginWithCredentials,
  // Deployment
  corsRegression,
  incompleteDeploymentDependencies,
  missingDeployment,
  resourceOutsideSamDeployment,
  staleDeployment,
  // Handlers
  ...handlerRules,
  // Edge and storage
  cloudfrontOptionsNotAllowed,
  cloudfrontOriginNotForwarded,
  cloudfrontOriginNotInCacheKey,
  conflictingCloudfrontCorsPolicy,
  invalidCloudfrontCorsPolicy,
  invalidS3Cors,
  // The net
  parseError,
  samTransformError,
  unusedSuppression,
  internalError,
  requestBlocked,
];
