"use strict";
{
  const place = document.getElementById("operations");
  const cookie = (name) =>
    document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);

  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.schema,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: false,
    // The badge would ask a server elsewhere.
    validatorUrl: null,
    requestInterceptor: (request) => {
      const token = cookie("csrftoken");
      if (token && new URL(request.url, location.href).origin === location.origin) {
        request.headers["X-CSRFToken"] = token;
      }
      return request;
    },
  });
}
