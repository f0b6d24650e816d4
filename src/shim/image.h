/* What the image that this shim lies in says: where its deck is, which origin it is, and what it brings along. */
#pragma once
#include "shim.h"

#define ENDPOINT "/.tapehead/endpoint"
#define IMAGE_DATA "/.tapehead/image.json"

/* The path of the deck's socket, as ENDPOINT has it; NULL where it has none, and then `why` where it is there. */
const char *endpoint_of_image(const char **why);

/* Empty where the image names none. */
const char *origin_of_image(void);

/* Its size in bytes; negative where there is none. */
long size_of_image_data(void);
