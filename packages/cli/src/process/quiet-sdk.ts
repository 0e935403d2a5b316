// The SDK's warnings about Node's version are for those who install it, not for those who run this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
