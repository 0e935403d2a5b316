/** The original client, `@mapbox/dyno`, loaded when first asked for and without the AWS SDK's notices. */
export function realDyno(): any {
  process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
  return require('@mapbox/dyno');
}
