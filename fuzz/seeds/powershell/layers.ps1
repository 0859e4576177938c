[ScriptBlock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('aWV4ICdhJw=='))).Invoke(); (gv '*mdr*').Name[3,11,2] -join ''; ${a`b} = @{ k = 'v' }; switch ('a') { 'a' { break } }
