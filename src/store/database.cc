#include "sovang/store/database.h"
