@"%~dp0kb-cli.exe" %*
