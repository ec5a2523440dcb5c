export { corsHeaderSent, functionAnswers, functionErrors, functionOrigins } from "./answers.ts";
export { handlerOf, handlersOf } from "./uses.ts";
